bats_require_minimum_version 1.5.0
load helper

docker_says='docker=docker; account=anna; unchecked=""; recall() { :; }; revision() { echo none; };'

@test "the lab's port is the one asked for, the remembered one, or the one after the app's" {
  run in_sh "$as_caller $docker_says port=8000; choose_lab_port; echo \$lab_port; recall() { echo 9100; }; choose_lab_port; echo \$lab_port; lab_port_wanted=7000; choose_lab_port; echo \$lab_port"
  [ "$output" = "8001
9100
7000" ]
}

@test "Compose gets the lab's file only with the lab" {
  stand_in docker 'case "$*" in compose*) echo "$*" ;; *) unexpected "$@" ;; esac'
  run in_sh "$as_caller $docker_says port=8000; compose ps"
  [[ "$output" != *compose.lab.yaml* ]]
  run in_sh "$as_caller $docker_says port=8000 lab=yes lab_port=8001; compose ps"
  [[ "$output" == *"-f $deploy_root/compose.yaml -f $deploy_root/compose.lab.yaml ps" ]]
}

@test "a lab that runs is looked after without being asked for, also by down" {
  stand_in docker 'case "$*" in
    ps*service=todo-lab*) echo 1234 ;;
    compose*down) echo "$*" ;;
    *) unexpected "$@" ;;
  esac'
  run in_sh "$as_caller $docker_says port=8000; find_lab; echo \$lab; compose down"
  [[ "$output" == "yes"*compose.lab.yaml\ down ]]
}

@test "no lab is found where there is none" {
  stand_in docker 'case "$*" in ps*service=todo-lab*) ;; *) unexpected "$@" ;; esac'
  run in_sh "$as_caller $docker_says port=8000; find_lab; echo \$lab \$service \$port"
  [ "$output" = "no todo 8000" ]
}

@test "what is asked about the lab leaves the app's port and service as they were, also when it fails" {
  run in_sh "port=8000 lab_port=8001; as_lab address /x; as_lab false || echo failed; echo \$service \$port"
  [ "$output" = "http://127.0.0.1:8001/x
failed
todo 8000" ]
}

@test "the lab may not have the app's port" {
  run in_sh "$as_caller $docker_says unchecked=daemon port=8000 lab=yes lab_port_wanted=8000; check_lab_port"
  [ "$status" -ne 0 ]
  [[ "$output" == *--lab-port* ]]
}

@test "at the end up says where the lab is, or how to get it" {
  run in_sh "port=8000 lab_port=8001; lab_words; lab=yes; lab_words"
  [[ "$output" == *"up --lab"*"http://127.0.0.1:8001/security"* ]]
}
